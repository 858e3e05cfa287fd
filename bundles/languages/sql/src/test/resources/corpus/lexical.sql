-- Names, strings, numbers, comments
SELECT 'it''s', '', 'a' AS "Ä b""c", "x"."Y", ünïcode, _x$1, A_Folded_NAME
SELECT 'two' 'strings'
SELECT E'\n\t\\\'\x41\101\u00e4\U0001F600\b\f\r\v\q', e'it''s', E'\xc3\xa4'
SELECT U&'d\0061t\+000061', U&'d!0061' UESCAPE '!', U&"d\0061ta", U&"x!0041" UESCAPE '!', U&'\d83d\de00'
SELECT $$dollar$$, $tag$it's $$ here$tag$, $Ta_1$x$Ta_1$, $ä$ü$ä$
SELECT b'1010', B'', X'1F', x'af', N'national'
SELECT 1, 42, 2147483647, 2147483648, 9223372036854775807, 9223372036854775808, -9223372036854775808, 00012
SELECT 1.5, .5, 1., 1e5, 1.5E-3, .5e+2, 1_000, 1_000.000_1, 1e1_0, 0x1F, 0XffFF_ffff, 0o17, 0b1010, 0b_1, 0x7FFFFFFFFFFFFFFF
SELECT $1, $22 + $3
SELECT 1 /* comment */ + /* nested /* deeper */ still */ 2 -- to the end
SELECT a/*x*/.b, a -- dot follows
SELECT a+b, a-b, a*b, a/ b, a<b, a>=b, a->b, a||b, a::b, a:=b
SELECT 'unterminated
SELECT "unterminated
SELECT ""
SELECT E'unterminated \
SELECT $$unterminated
SELECT $x$unterminated$y$
SELECT b'101
SELECT x'1f
SELECT 1 /* unterminated
SELECT 1 /* /* */
SELECT 123abc
SELECT 1.5x
SELECT 1e
SELECT 1e+
SELECT 1_
SELECT 1__0
SELECT 0x
SELECT 0xG
SELECT 0b2
SELECT 0o8
SELECT 0x_
SELECT 1..2
SELECT 1.2.3
SELECT $
SELECT $99999999999
SELECT a ? b, a ?& b
SELECT \ 1
SELECT {1}
SELECT E'\u12'
SELECT E'\ud800'
SELECT E'\U00110000'
SELECT E'\u0000'
SELECT U&'\12'
SELECT U&'\d800x'
SELECT U&'x' UESCAPE 'ab'
SELECT U&'x' UESCAPE 'a'
SELECT U&'x' UESCAPE 1
SELECT U&"\"
SELECT E'\xff'
SELECT E'\0'
SELECT 'a' 'b' 'c'
SELECT !=-, <>
SELECT a !=- 1, a <>-1
SELECT @#@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 1
SELECT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "äääääääääääääääääääääääääääääääääääääääääääääääääääää"
;;;
;SELECT 1;;SELECT 2;
SELECT 1; SELECT
SELECT 1 SELECT 2
