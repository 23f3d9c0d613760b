# cmake -DIN=file -DOUT=file.c -DNAME=symbol -P EmbedFile.cmake
# The bytes of a file, and a NUL behind them, as `const unsigned char NAME[]`.
file(READ "${IN}" hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE "${OUT}" "extern const unsigned char ${NAME}[];\n"
	"const unsigned char ${NAME}[] = {\n${bytes}0x00\n};\n")
