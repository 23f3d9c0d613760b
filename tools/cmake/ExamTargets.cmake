# How this project compiles and tests: said once, used by every target.

add_library(exam_flags INTERFACE)
target_compile_features(exam_flags INTERFACE c_std_17)
target_compile_definitions(exam_flags INTERFACE _GNU_SOURCE)
target_include_directories(exam_flags INTERFACE
	"${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/server"
	"${PROJECT_SOURCE_DIR}/client")
# -ffp-contract=off: marks must be the same with every compiler.
target_compile_options(exam_flags INTERFACE
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
	-Wwrite-strings -Wpointer-arith -Wcast-qual -Wvla -Wformat=2 -Wundef
	-Wimplicit-fallthrough -Wswitch-enum
	-fno-common -fstack-protector-strong -ffp-contract=off -fPIE
	$<$<BOOL:${EXAM_WERROR}>:-Werror>)
# assert() stays on in every build.
string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_RELWITHDEBINFO
	"${CMAKE_C_FLAGS_RELWITHDEBINFO}")
string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_RELEASE "${CMAKE_C_FLAGS_RELEASE}")
target_link_options(exam_flags INTERFACE -pie
	-Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code)

# What is released takes more from whoever finds a hole; tests/attack reads it
# from the programs.  Clang 14 wants to be told that its zeros are meant.
set(hardening -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-clash-protection
	-ftrivial-auto-var-init=zero)
if(CMAKE_C_COMPILER_ID STREQUAL "Clang" AND
   CMAKE_C_COMPILER_VERSION VERSION_LESS 16)
	string(CONCAT zeros "-enable-trivial-auto-var-init-zero-knowing-it-"
		"will-be-removed-from-clang")
	list(APPEND hardening ${zeros})
endif()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
	list(APPEND hardening -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
	list(APPEND hardening -mbranch-protection=standard)
endif()
target_compile_options(exam_flags INTERFACE
	"$<$<CONFIG:Release,RelWithDebInfo>:${hardening}>")
if(EXAM_SANITIZE)
	target_compile_options(exam_flags INTERFACE
		-fsanitize=${EXAM_SANITIZE} -fno-sanitize-recover=all
		-fno-omit-frame-pointer)
	target_link_options(exam_flags INTERFACE -fsanitize=${EXAM_SANITIZE})
endif()

if(EXAM_FUZZERS)	# coverage of the code under test, not of the harness alone
	target_compile_options(exam_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# exam_library(name SOURCES a.c ... [USES lower-libraries ...])
# It links only what it USES; what it may include, tools/check-layers says.
function(exam_library name)
	cmake_parse_arguments(PARSE_ARGV 1 A "" "" "SOURCES;USES")
	add_library(${name} STATIC ${A_SOURCES})
	target_link_libraries(${name} PRIVATE exam_flags PUBLIC ${A_USES})
endfunction()

# exam_manual(exam-bank.5 ...): manual pages, installed by section.
function(exam_manual)
	foreach(page IN LISTS ARGN)
		string(REGEX MATCH "[0-9]$" section ${page})
		# They say where this build looks for its configuration.
		file(READ ${page} text)
		string(REPLACE "/etc/exam/"
			"${CMAKE_INSTALL_FULL_SYSCONFDIR}/exam/" text "${text}")
		set(installed "${CMAKE_CURRENT_BINARY_DIR}/man/${page}")
		file(WRITE "${installed}" "${text}")
		set_property(DIRECTORY APPEND PROPERTY
			CMAKE_CONFIGURE_DEPENDS ${page})
		install(FILES "${installed}"
			DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}")
	endforeach()
endfunction()

# exam_program(examd SOURCES main.c USES exam_net MAN examd.8 [IN sbin])
# Programs and their manual pages are installed together or not at all.
function(exam_program name)
	cmake_parse_arguments(PARSE_ARGV 1 A "" "IN" "SOURCES;USES;MAN")
	add_executable(${name} ${A_SOURCES})
	target_compile_definitions(${name} PRIVATE
		EXAM_VERSION="${PROJECT_VERSION}")
	target_link_libraries(${name} PRIVATE exam_flags ${A_USES})
	set_target_properties(${name} PROPERTIES
		RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
	if(A_IN STREQUAL "sbin")
		install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_SBINDIR}")
	else()
		install(TARGETS ${name} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
	endif()
	exam_manual(${A_MAN})
endfunction()

# exam_test(unit test_paper USES exam_core [SOURCES more.c])
# One file, one program, one label.
function(exam_test label name)
	cmake_parse_arguments(PARSE_ARGV 2 A "" "TIMEOUT" "USES;SOURCES")
	if(NOT A_TIMEOUT)
		set(A_TIMEOUT 180) # of a slow machine that much else has to share
	endif()
	add_executable(${name} ${name}.c ${A_SOURCES})
	target_link_libraries(${name} PRIVATE exam_flags ${A_USES} exam_cmocka)
	target_include_directories(${name} PRIVATE
		"${PROJECT_SOURCE_DIR}/tests")
	add_test(NAME ${label}/${name} COMMAND ${name}
		WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
	set_tests_properties(${label}/${name} PROPERTIES
		LABELS ${label} TIMEOUT ${A_TIMEOUT})
endfunction()

# exam_fuzzer(fuzz_request USES exam_proto)
# With Clang and EXAM_FUZZERS a libFuzzer program; always an ordinary test
# that feeds the kept corpus through the same code, under any compiler.
function(exam_fuzzer name)
	cmake_parse_arguments(PARSE_ARGV 1 A "" "" "USES")
	add_executable(${name} ${name}.c)
	target_link_libraries(${name} PRIVATE exam_flags ${A_USES})
	if(EXAM_FUZZERS)
		target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
		target_link_options(${name} PRIVATE -fsanitize=fuzzer)
		set(once -runs=0)
	else()
		target_sources(${name} PRIVATE standalone.c)
		set(once)
	endif()
	add_test(NAME fuzz/${name} COMMAND ${name} ${once}
		"${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
	set_tests_properties(fuzz/${name} PROPERTIES LABELS fuzz)
endfunction()
