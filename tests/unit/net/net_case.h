/*
 * net_case: a case of a net process.  Each is run twice: as the process is, and
 * in the sandbox it has in service.
 */
#ifndef NET_CASE_H
#define NET_CASE_H

#include "test.h"

#include "client.h"
#include "rig.h"

/* *state is a struct rig with its defaults; started: its net is ready. */
int net_case_set_up(void **state);
int net_case_start(void **state);
int net_case_stop(void **state);
/* For a group: its nets are sandboxed. */
int net_case_sandbox(void **state);

#define CASE(f)                                                                \
	cmocka_unit_test_setup_teardown(f, net_case_start, net_case_stop)
/* One that starts its net, and sees it end. */
#define CASE_OF_ITS_OWN(f) cmocka_unit_test_setup(f, net_case_set_up)

#endif
