/* items_text: items as the server sends them, one of each kind. */
#ifndef CLIENT_ITEMS_TEXT_H
#define CLIENT_ITEMS_TEXT_H

#define CHOICES3                                                               \
	"\"choices\":[{\"choice\":1,\"text\":\"red\"},"                        \
	"{\"choice\":2,\"text\":\"blue\"},{\"choice\":3,\"text\":\"green\"}]"

#define ITEM_HEAD(number, stem)                                                \
	"{\"item\":" #number ",\"section\":1,\"marks\":1,\"stem\":\"" stem     \
	"\",\"seq\":0,\"flagged\":false,\"interactions\":["

#define SINGLE_TEXT                                                            \
	ITEM_HEAD(1, "One?")                                                   \
	"{\"kind\":\"choice\",\"min\":0,\"max\":1," CHOICES3 "}]}"
#define MULTIPLE_TEXT                                                          \
	ITEM_HEAD(2, "Two?")                                                   \
	"{\"kind\":\"choice\",\"min\":2,\"max\":2," CHOICES3 "}]}"
#define GAPS_TEXT                                                              \
	ITEM_HEAD(3, "It is [[1]], not [[2]].")                                \
	"{\"kind\":\"inline\"," CHOICES3 "},"                                  \
	"{\"kind\":\"text\",\"format\":\"text\",\"max_length\":9}]}"
#define ORDER_TEXT                                                             \
	ITEM_HEAD(4, "In order?")                                              \
	"{\"kind\":\"order\"," CHOICES3 "}]}"
#define MATCH_TEXT                                                             \
	ITEM_HEAD(5, "Pairs?")                                                 \
	"{\"kind\":\"match\",\"min\":0,\"max\":2,\"row_max\":1,"               \
	"\"column_max\":1,\"rows\":[{\"row\":1,\"text\":\"sea\"},"             \
	"{\"row\":2,\"text\":\"grass\"},{\"row\":3,\"text\":\"rose\"}],"       \
	"\"columns\":[{\"column\":1,\"text\":\"blue\"},"                       \
	"{\"column\":2,\"text\":\"green\"}]}]}"
#define GRID_TEXT                                                              \
	ITEM_HEAD(6, "Which?")                                                 \
	"{\"kind\":\"match\",\"min\":0,\"max\":4,\"row_max\":2,"               \
	"\"column_max\":2,\"rows\":[{\"row\":1,\"text\":\"one\"},"             \
	"{\"row\":2,\"text\":\"two\"}],"                                       \
	"\"columns\":[{\"column\":1,\"text\":\"odd\"},"                        \
	"{\"column\":2,\"text\":\"small\"}]}]}"
#define ESSAY_TEXT                                                             \
	ITEM_HEAD(7, "Why?")                                                   \
	"{\"kind\":\"extended\",\"max_length\":60,\"min_words\":2,"            \
	"\"max_words\":9}]}"
#define NUMBER_TEXT                                                            \
	ITEM_HEAD(8, "How many?")                                              \
	"{\"kind\":\"text\",\"format\":\"number\",\"max_length\":9}],"         \
	"\"unit\":\"\u00b0C\"}"
#define PARTS_TEXT                                                             \
	ITEM_HEAD(9, "All of it?")                                             \
	"{\"kind\":\"choice\",\"min\":0,\"max\":1," CHOICES3 "},"              \
	"{\"kind\":\"choice\",\"min\":0,\"max\":0," CHOICES3 "},"              \
	"{\"kind\":\"text\",\"format\":\"text\",\"max_length\":9},"            \
	"{\"kind\":\"order\"," CHOICES3 "},"                                   \
	"{\"kind\":\"match\",\"min\":0,\"max\":2,\"row_max\":1,"               \
	"\"column_max\":1,\"rows\":[{\"row\":1,\"text\":\"sea\"},"             \
	"{\"row\":2,\"text\":\"grass\"}],"                                     \
	"\"columns\":[{\"column\":1,\"text\":\"blue\"},"                       \
	"{\"column\":2,\"text\":\"green\"}]},"                                 \
	"{\"kind\":\"extended\",\"max_length\":60}]}"

#endif
