/*
 * scope: one JSON object of a file while it is being checked.
 *
 * scope_open() says of the object's members which are missing and which are
 * unknown.  Each getter reads one member: it writes its out-parameter and
 * returns true if the member is there and right; if it is wrong it adds the
 * mistake to the diag, and if it is absent it adds nothing, for scope_open()
 * has done so where it must be there.  So a caller sets what holds by default,
 * asks for everything and looks at diag.count once, at the end.
 */
#ifndef LOAD_SCOPE_H
#define LOAD_SCOPE_H

#include "load/json.h"

struct member {
	const char *name; /* NULL ends a list */
	bool required;
};

#define SCOPE_WORDS_MAX 160
#define SCOPE_NAME_MAX 64 /* of a name or word in a message */

struct scope {
	const struct json *object;
	struct diag *diag;
	char words[SCOPE_WORDS_MAX]; /* "item networks-003", or "" */
};

/* What it is called in messages is made from the format.  false: it is no
 * object, which has been told. */
__attribute__((format(printf, 5, 6))) bool scope_open(struct scope *,
    struct diag *, const struct json *, const struct member *,
    const char *words, ...);

/* at gives the line; its name, if it has one, follows the words. */
__attribute__((format(printf, 3, 4))) void scope_mistake(const struct scope *,
    const struct json *at, const char *fmt, ...);

const struct json *scope_member(const struct scope *, const char *name);

/* Text of 1 to max bytes that people can see; words may have lines. */
bool scope_text(struct slice *, const struct scope *, const char *name,
    size_t max);
bool scope_words(struct slice *, const struct scope *, const char *name,
    size_t max);
/* The same for a value that is no member: a list's element. */
bool scope_text_of(struct slice *, const struct scope *, const struct json *,
    size_t max, bool lines);
/* A letter or digit, then letters, digits, "." "_" "-"; IDENT_MAX bytes. */
bool scope_ident(struct slice *, const struct scope *, const char *name);
bool scope_ident_of(struct slice *, const struct scope *,
    const struct json *);
bool scope_flag(bool *, const struct scope *, const char *name);
bool scope_integer(int64_t *, const struct scope *, const char *name,
    int64_t min, int64_t max);
bool scope_integer_of(int64_t *, const struct scope *, const struct json *,
    int64_t min, int64_t max);
/* A number of at most three decimals, in thousandths. */
bool scope_decimal(int64_t *, const struct scope *, const char *name,
    int64_t min, int64_t max);
bool scope_decimal_of(int64_t *, const struct scope *, const struct json *,
    int64_t min, int64_t max);
bool scope_number(double *, const struct scope *, const char *name);
bool scope_number_of(double *, const struct scope *, const struct json *);
/* The index of one of these words; words ends with NULL. */
bool scope_choose(unsigned *, const struct scope *, const char *name,
    const char *const words[]);
bool scope_choose_of(unsigned *, const struct scope *, const struct json *,
    const char *const words[]);
/* A list of min to max elements. */
bool scope_list(const struct json **, const struct scope *, const char *name,
    size_t min, size_t max);
/* A copy, as a C string, that is the caller's to free. */
char *scope_keep(struct slice);
/* The whole of a file, whose member "format" must be this.  A file of another
 * kind of ours is told as such, and nothing else of it: false. */
bool scope_open_file(struct scope *, struct diag *, const struct json *root,
    const struct member *, const char *format);

#endif
