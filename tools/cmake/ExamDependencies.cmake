# What others wrote, each as one imported target.

find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)	# makes the pages
find_package(SQLite3 3.37 REQUIRED)	# 3.37: STRICT tables
pkg_check_modules(LIBEVENT REQUIRED IMPORTED_TARGET libevent_core>=2.1)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.13)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo>=1.50 cairo-pdf fontconfig)
pkg_check_modules(EDIT REQUIRED IMPORTED_TARGET libedit)
pkg_check_modules(CURSES REQUIRED IMPORTED_TARGET ncursesw)
pkg_check_modules(FRIBIDI REQUIRED IMPORTED_TARGET fribidi)

find_path(UTHASH_INCLUDE uthash.h REQUIRED)	# header only
