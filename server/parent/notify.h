/* notify: tells the service manager how we are (sd_notify(3)). */
#ifndef NOTIFY_H
#define NOTIFY_H

/* "READY=1" and the like.  Does nothing when nobody asked ($NOTIFY_SOCKET). */
void notify(const char *state);

#endif
