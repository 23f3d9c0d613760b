/* keep_report: the result in a file of the candidate's. */
#ifndef TERMINAL_KEEP_REPORT_H
#define TERMINAL_KEEP_REPORT_H

#include <jansson.h>
#include <stdbool.h>

/* A new file, as HTML if its name ends so, else as text; a file that exists is
 * left alone.  What came of it is said.  result: NULL where none was seen. */
bool keep_report(const char *path, const json_t *result);

#endif
