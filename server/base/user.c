#include "base/user.h"

#include <pwd.h>
#include <stddef.h>

bool
user_uid(uint32_t *uid, const char *name)
{
	const struct passwd *pw = getpwnam(name);

	if (pw == NULL)
		return false;
	*uid = (uint32_t)pw->pw_uid;
	return true;
}
