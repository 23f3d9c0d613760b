/* self_signed: a certificate for localhost and its ECDSA P-256 key, as files. */
#ifndef SUPPORT_SELF_SIGNED_H
#define SUPPORT_SELF_SIGNED_H

/* Valid from so many days from now (may be negative) to so many. */
void self_signed_write(const char *certificate, const char *key, int from,
    int to);
/* Valid since yesterday, for so many minutes more. */
void self_signed_write_for(
    const char *certificate, const char *key, int minutes);

#endif
