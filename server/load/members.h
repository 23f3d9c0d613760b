/*
 * members: every member of every object in our files, said once.
 *
 * X(name, required).  The loaders check against these lists, and a test holds
 * them against the JSON schemas beside the manual pages.
 */
#ifndef LOAD_MEMBERS_H
#define LOAD_MEMBERS_H

#include "load/scope.h"

#define VERSIONED_MEMBERS(X) X("id", true) X("version", true)

#define SCHEDULE_MEMBERS(X) X("format", true) X("sittings", true)

#define SITTING_MEMBERS(X)                                                     \
	X("id", true)                                                          \
	X("title", true)                                                       \
	X("programme", true)                                                   \
	X("bank", true)                                                        \
	X("zone", true)                                                        \
	X("opens", true)                                                       \
	X("closes", true)                                                      \
	X("late_entry_minutes", false)                                         \
	X("routes", true)                                                      \
	X("grace_seconds", false)                                              \
	X("late_answers", false)                                               \
	X("takeover", false)                                                   \
	X("release", false)                                                    \
	X("check_in", false)                                                   \
	X("admission", false)                                                  \
	X("practice", false)                                                   \
	X("rules", false)                                                      \
	X("rooms", false)                                                      \
	X("chiefs", false)

#define ROOM_MEMBERS(X)                                                        \
	X("id", true)                                                          \
	X("title", true)                                                       \
	X("seats", true)                                                       \
	X("row_length", false)                                                 \
	X("proctors", false)

#define ROUTES_MEMBERS(X) X("upgrade", false) X("full", false)

#define SITTING_ROUTE_MEMBERS(X) X("minutes", false) X("sections", true)

#define SITTING_SECTION_MEMBERS(X)                                             \
	X("minutes", false) X("navigation", false) X("break_minutes", false)

#define LATE_MEMBERS(X) X("accept_within_seconds", true)

#define PROGRAMME_MEMBERS(X)                                                   \
	X("format", true)                                                      \
	X("id", true)                                                          \
	X("version", true)                                                     \
	X("credential", true)                                                  \
	X("title", true)                                                       \
	X("body", true)                                                        \
	X("prerequisite", false)                                               \
	X("marking", false)                                                    \
	X("resit", false)                                                      \
	X("routes", true)

#define MARKING_MEMBERS(X) X("markers", true) X("tolerance", false)

#define RESIT_MEMBERS(X)                                                       \
	X("attempts", false)                                                   \
	X("wait_days", false)                                                  \
	X("wait_days_after_absence", false)

#define PROGRAMME_ROUTE_MEMBERS(X)                                             \
	X("cut", true)                                                         \
	X("forms", false) X("exposure_percent", false) X("sections", true)

#define PROGRAMME_SECTION_MEMBERS(X)                                           \
	X("title", true)                                                       \
	X("weight", false)                                                     \
	X("cut", false)                                                        \
	X("shuffle", false)                                                    \
	X("items", false)                                                      \
	X("draw", true)                                                        \
	X("limits", false)                                                     \
	X("fixed", false)                                                      \
	X("pretest", false)

#define LIMIT_MEMBERS(X)                                                       \
	X("topic", false)                                                      \
	X("difficulty", false)                                                 \
	X("tag", false) X("min", false) X("max", false)

#define RULE_MEMBERS(X) LIMIT_MEMBERS(X) X("count", false)

#define CANDIDATE_MEMBERS(X)                                                   \
	X("number", true)                                                      \
	X("name", true)                                                        \
	X("route", true)                                                       \
	X("factor", false)                                                     \
	X("extra_minutes", false)                                              \
	X("room", false)                                                       \
	X("seat", false)

#define BANK_MEMBERS(X)                                                        \
	X("format", true)                                                      \
	X("id", true)                                                          \
	X("version", true)                                                     \
	X("title", true)                                                       \
	X("language", true)                                                    \
	X("topics", true)                                                      \
	X("images", false)                                                     \
	X("stimuli", false)                                                    \
	X("items", true)

#define PICTURE_MEMBERS(X) X("type", true) X("data", true)

#define STIMULUS_MEMBERS(X)                                                    \
	X("title", false) X("text", true) X("exhibits", false)

/* One of them. */
#define EXHIBIT_MEMBERS(X) X("table", false) X("image", false)

#define TABLE_EXHIBIT_MEMBERS(X)                                               \
	X("head", true)                                                        \
	X("rows", true)                                                        \
	X("caption", false)                                                    \
	X("row_heads", false)

#define IMAGE_EXHIBIT_MEMBERS(X)                                               \
	X("image", true) X("alt", true) X("long", false)

#define ITEM_MEMBERS(X)                                                        \
	X("id", true)                                                          \
	X("type", true)                                                        \
	X("topic", true)                                                       \
	X("difficulty", true)                                                  \
	X("title", false)                                                      \
	X("stem", true)                                                        \
	X("marks", false)                                                      \
	X("rationale", false)                                                  \
	X("source", false)                                                     \
	X("lang", false)                                                       \
	X("exhibits", false)                                                   \
	X("stimulus", false)                                                   \
	X("set", false)                                                        \
	X("enemies", false)                                                    \
	X("tags", false)                                                       \
	X("pretest", false)

#define SINGLE_MEMBERS(X)                                                      \
	ITEM_MEMBERS(X)                                                        \
	X("choices", true)                                                     \
	X("correct", true)                                                     \
	X("shuffle", false)                                                    \
	X("mapping", false)

#define MULTIPLE_MEMBERS(X)                                                    \
	SINGLE_MEMBERS(X) X("min_choices", false) X("max_choices", false)

#define TRUE_FALSE_MEMBERS(X)                                                  \
	ITEM_MEMBERS(X)                                                        \
	X("correct", true) X("true_text", false) X("false_text", false)

#define TEXT_MEMBERS(X)                                                        \
	ITEM_MEMBERS(X)                                                        \
	X("accept", true) X("case", false) X("max_length", false)

#define NUMBER_MEMBERS(X)                                                      \
	ITEM_MEMBERS(X)                                                        \
	X("correct", true) X("tolerance", false) X("unit", false)

#define INLINE_MEMBERS(X) ITEM_MEMBERS(X) X("gaps", true)

#define GAP_MEMBERS(X)                                                         \
	X("choices", true)                                                     \
	X("correct", true)                                                     \
	X("marks", false)                                                      \
	X("shuffle", false)

#define ORDER_MEMBERS(X)                                                       \
	ITEM_MEMBERS(X)                                                        \
	X("choices", true) X("correct", true) X("partial", false)

#define MATCH_MEMBERS(X)                                                       \
	ITEM_MEMBERS(X)                                                        \
	X("rows", true)                                                        \
	X("columns", true)                                                     \
	X("correct", true)                                                     \
	X("row_max", false)                                                    \
	X("column_max", false)                                                 \
	X("shuffle", false)                                                    \
	X("partial", false)                                                    \
	X("mapping", false)

#define MATCH_ENTRY_MEMBERS(X)                                                 \
	X("row", true) X("column", true) X("marks", true)

#define LENGTH_MEMBERS(X)                                                      \
	X("max_length", false) X("min_words", false) X("max_words", false)

#define EXTENDED_MEMBERS(X)                                                    \
	ITEM_MEMBERS(X) X("rubric", true) LENGTH_MEMBERS(X)

#define CRITERION_MEMBERS(X) X("id", true) X("text", true) X("marks", true)

#define COMPOSITE_MEMBERS(X)                                                   \
	ITEM_MEMBERS(X)                                                        \
	X("variables", true)                                                   \
	X("interactions", true)                                                \
	X("rubric", false)                                                     \
	X("processing", true)

#define CHOICE_MEMBERS(X) X("id", true) X("text", true) X("fixed", false)

/* A choice that has no place of its own. */
#define OPTION_MEMBERS(X) X("id", true) X("text", true)

#define CHOICE_MAPPING_MEMBERS(X)                                              \
	X("entries", true)                                                     \
	X("default", false) X("lower", false) X("upper", false)

#define ACCEPT_MEMBERS(X) X("text", true) X("marks", false)

/* One of them. */
#define TOLERANCE_MEMBERS(X) X("absolute", false) X("relative", false)

#define VARIABLE_MEMBERS(X)                                                    \
	X("kind", true)                                                        \
	X("cardinality", false)                                                \
	X("type", true)                                                        \
	X("default", false)                                                    \
	X("correct", false)                                                    \
	X("mapping", false)                                                    \
	X("table", false)

#define MAPPING_ENTRY_MEMBERS(X)                                               \
	X("key", true) X("marks", true) X("case", false)

#define TABLE_MEMBERS(X) X("kind", true) X("entries", true) X("default", false)

#define TABLE_ENTRY_MEMBERS(X)                                                 \
	X("source", true) X("target", true) X("include_boundary", false)

/* What every interaction of a composite has. */
#define INTERACTION_MEMBERS(X)                                                 \
	X("kind", true) X("variable", true) X("prompt", false)

#define CHOICE_INTERACTION_MEMBERS(X)                                          \
	INTERACTION_MEMBERS(X)                                                 \
	X("choices", true)                                                     \
	X("shuffle", false)                                                    \
	X("min_choices", false)                                                \
	X("max_choices", false)

#define TEXT_INTERACTION_MEMBERS(X) INTERACTION_MEMBERS(X) X("max_length", false)

#define INLINE_INTERACTION_MEMBERS(X)                                          \
	INTERACTION_MEMBERS(X) X("choices", true) X("shuffle", false)

#define ORDER_INTERACTION_MEMBERS(X) INTERACTION_MEMBERS(X) X("choices", true)

#define MATCH_INTERACTION_MEMBERS(X)                                           \
	INTERACTION_MEMBERS(X)                                                 \
	X("rows", true)                                                        \
	X("columns", true)                                                     \
	X("row_max", false)                                                    \
	X("column_max", false)                                                 \
	X("shuffle", false)

#define EXTENDED_INTERACTION_MEMBERS(X) INTERACTION_MEMBERS(X) LENGTH_MEMBERS(X)

/* Attributes of operators in "processing". */
#define RANGE_MEMBERS(X) X("min", true) X("max", true)

#define EQUAL_MEMBERS(X)                                                       \
	X("mode", true)                                                        \
	X("below", false)                                                      \
	X("above", false)                                                      \
	X("include_lower", false)                                              \
	X("include_upper", false)

#define ROUNDING_MEMBERS(X) X("mode", true) X("figures", true)

#define CASE_MEMBERS(X) X("case", true)

#define AREA_MEMBERS(X) X("shape", true) X("coords", true)

/* A list as an array: static const struct member known[] = MEMBERS(LIST); */
#define MEMBER_ROW(name, required) { name, required },
#define MEMBERS(LIST) { LIST(MEMBER_ROW){ NULL, false } }

#endif
