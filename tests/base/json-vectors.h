/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Documents of RFC 8259, RFC 8785 and RFC 3629, grammar rule by grammar rule, each once good and bent in every way we
 * could think of. "both": also in canonical form; "loose": only as a message. */

typedef struct
{
  const char *bytes;
  gsize n_bytes;
  gboolean canonical;
  const char *why;
} AcceptVector;

typedef struct
{
  const char *bytes;
  gsize n_bytes;
  const char *message; /* of the error, whole */
} RefuseVector;

/* clang-format off */
#define BOTH(bytes, why)       { bytes, sizeof (bytes) - 1, TRUE, why }
#define LOOSE(bytes, why)      { bytes, sizeof (bytes) - 1, FALSE, why }
#define REFUSE(bytes, message) { bytes, sizeof (bytes) - 1, message }

static const AcceptVector accepted[] = {
  /* Values at the top, RFC 8259 section 2 */
  BOTH ("null", "a literal alone"),
  BOTH ("true", "a literal alone"),
  BOTH ("false", "a literal alone"),
  BOTH ("0", "a number alone"),
  BOTH ("42", "a number alone"),
  BOTH ("\"\"", "an empty string alone"),
  BOTH ("\"text\"", "a string alone"),
  BOTH ("[]", "an empty array"),
  BOTH ("{}", "an empty object"),

  /* White space, section 2 */
  LOOSE (" null", "space in front"),
  LOOSE ("null ", "space behind"),
  LOOSE ("\tnull", "tab in front"),
  LOOSE ("\nnull\n", "line feeds around"),
  LOOSE ("\r\nnull\r\n", "carriage returns around"),
  LOOSE ("[ ]", "space in an empty array"),
  LOOSE ("{ }", "space in an empty object"),
  LOOSE ("[\n]", "line feed in an empty array"),
  LOOSE ("[ 1]", "space before an element"),
  LOOSE ("[1 ]", "space after an element"),
  LOOSE ("[1 ,2]", "space before a comma"),
  LOOSE ("[1, 2]", "space after a comma"),
  LOOSE ("{ \"a\":1}", "space before a name"),
  LOOSE ("{\"a\" :1}", "space before a colon"),
  LOOSE ("{\"a\": 1}", "space after a colon"),
  LOOSE ("{\"a\":1 }", "space after a member"),
  LOOSE ("{\"a\":1 ,\"b\":2}", "space before a comma of members"),
  LOOSE ("{\"a\":1, \"b\":2}", "space after a comma of members"),
  LOOSE (" \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n", "all four everywhere"),

  /* Arrays, section 5 */
  BOTH ("[null]", "one element"),
  BOTH ("[true,false,null]", "the three literals"),
  BOTH ("[1,2,3]", "integers"),
  BOTH ("[\"\"]", "an empty string in an array"),
  BOTH ("[[]]", "an array in an array"),
  BOTH ("[[],[]]", "empty arrays side by side"),
  BOTH ("[[],{},[[]],[{}]]", "empty containers mixed"),
  BOTH ("[1,\"a\",null,{\"k\":[2]}]", "elements of every kind"),
  BOTH ("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "32 levels"),
  BOTH ("[null,null,null,null,null,null,null,null,null,null]", "ten elements"),

  /* Objects, section 4 */
  BOTH ("{\"a\":1}", "one member"),
  BOTH ("{\"a\":1,\"b\":2}", "two members"),
  BOTH ("{\"\":0}", "an empty name"),
  BOTH ("{\"\":0,\"a\":1}", "the empty name comes first"),
  BOTH ("{\"a\":{\"a\":{\"a\":null}}}", "one name at three levels is no duplicate"),
  BOTH ("[{\"a\":1},{\"a\":2}]", "one name in two objects is no duplicate"),
  BOTH ("{\"a\":\"a\"}", "a value equal to its name"),
  BOTH ("{\"a\":[],\"b\":{}}", "empty containers as values"),
  LOOSE ("{\"b\":1,\"a\":2}", "any order of members"),
  LOOSE ("{\"i\":1,\"h\":2,\"g\":3,\"f\":4,\"e\":5,\"d\":6,\"c\":7,\"b\":8,\"a\":9}", "nine members, falling"),
  LOOSE ("{\"a\":1,\"\":2}", "the empty name last"),
  BOTH ("{\"A\":1,\"a\":2}", "case makes a difference"),
  BOTH ("{\"a\":1,\"a \":2,\"aa\":3}", "a name that begins another"),
  BOTH ("{\"a\\nb\":1,\"ab\":2}", "an escape in a name, ordered by what it means"),
  BOTH ("{\"\\\"\":1,\"\\\\\":2,\"a\":3}", "quote before backslash before letter"),
  LOOSE ("{\"\\u0061\":1,\"b\":2}", "an escaped letter in a name"),

  /* Numbers, section 6, and RFC 7493 section 2.2 */
  BOTH ("-1", "negative"),
  BOTH ("[0]", "zero"),
  BOTH ("10", "a zero inside"),
  BOTH ("[-10,100,1000]", "zeros behind"),
  BOTH ("1234567890", "ten digits"),
  BOTH ("9007199254740991", "2^53 - 1"),
  BOTH ("-9007199254740991", "-(2^53 - 1)"),
  BOTH ("9007199254740990", "one less"),
  LOOSE ("-0", "minus zero is zero"),
  LOOSE ("[-0]", "minus zero in an array"),

  /* Strings, section 7 */
  BOTH ("\" \"", "a space"),
  BOTH ("\"!#[]{}:,'/\"", "what means something elsewhere"),
  BOTH ("\"\x7f\"", "DEL is not a control character of JSON"),
  BOTH ("\"\\\"\"", "an escaped quote"),
  BOTH ("\"\\\\\"", "an escaped backslash"),
  BOTH ("\"\\b\\t\\n\\f\\r\"", "the five short escapes"),
  BOTH ("\"\\u0001\\u001f\"", "controls without a short escape"),
  BOTH ("\"\\u000b\\u000e\\u0010\"", "controls between the short ones"),
  BOTH ("\"\\\\u0000\"", "a backslash followed by u0000 as text"),
  BOTH ("\"\\\\\\\"\"", "backslash, then quote"),
  BOTH ("\"// /* no comment */ # <!-- -->\"", "comments in a string are text"),
  BOTH ("\"12345678\"", "eight bytes"),
  BOTH ("\"1234567\\\"\"", "a special byte at the end of a word"),
  BOTH ("\"12345678\\\"12345678\"", "a special byte between two words"),
  LOOSE ("\"\\/\"", "a solidus may be escaped"),
  LOOSE ("\"\\u0041\"", "an escape that was not needed"),
  LOOSE ("\"\\u000a\"", "a long escape where there is a short one"),
  LOOSE ("\"\\u001F\"", "capital hexadecimal digits"),
  LOOSE ("\"\\u0022\\u005c\"", "quote and backslash by number"),
  LOOSE ("\"\\u00e9\"", "a letter by number"),
  LOOSE ("\"\\u6838\\u67e5\"", "ideographs by number"),
  LOOSE ("\"\\ud83d\\ude00\"", "a surrogate pair"),
  LOOSE ("\"\\uD83D\\uDE00\"", "a surrogate pair in capitals"),
  LOOSE ("\"\\ud800\\udc00\"", "the first pair, U+10000"),
  LOOSE ("\"\\udbff\\udfff\"", "the last pair, U+10FFFF"),
  LOOSE ("\"\\ud7ff\\ue000\"", "around the surrogates"),
  LOOSE ("{\"\\ud83d\\ude00\":1}", "a surrogate pair in a name"),
  LOOSE ("\"\\uffff\"", "a noncharacter by number"),

  /* UTF-8, RFC 3629 section 4: the edges of every row of its grammar */
  BOTH ("\"\xc2\x80\"", "U+0080"),
  BOTH ("\"\xc3\xa9\"", "U+00E9"),
  BOTH ("\"\xcb\xbf\"", "U+02FF"),
  BOTH ("\"\xdf\xbf\"", "U+07FF"),
  BOTH ("\"\xe0\xa0\x80\"", "U+0800"),
  BOTH ("\"\xe0\xbf\xbf\"", "U+0FFF"),
  BOTH ("\"\xe1\x80\x80\"", "U+1000"),
  BOTH ("\"\xec\xbf\xbf\"", "U+CFFF"),
  BOTH ("\"\xed\x80\x80\"", "U+D000"),
  BOTH ("\"\xed\x9f\xbf\"", "U+D7FF"),
  BOTH ("\"\xee\x80\x80\"", "U+E000, private use"),
  BOTH ("\"\xef\xbf\xbf\"", "U+FFFF, a noncharacter"),
  BOTH ("\"\xef\xb7\x90\"", "U+FDD0, a noncharacter"),
  BOTH ("\"\xef\xbb\xbf\"", "U+FEFF inside a string"),
  BOTH ("\"\xef\xbf\xbd\"", "U+FFFD"),
  BOTH ("\"\xf0\x90\x80\x80\"", "U+10000"),
  BOTH ("\"\xf0\xbf\xbf\xbf\"", "U+3FFFF"),
  BOTH ("\"\xf1\x80\x80\x80\"", "U+40000"),
  BOTH ("\"\xf3\xbf\xbf\xbf\"", "U+FFFFF"),
  BOTH ("\"\xf4\x80\x80\x80\"", "U+100000"),
  BOTH ("\"\xf4\x8f\xbf\xbf\"", "U+10FFFF"),
  BOTH ("\"\xe2\x80\xa8\xe2\x80\xa9\"", "U+2028 and U+2029 need no escape"),
  BOTH ("\"\xe2\x80\x8b\"", "U+200B"),
  BOTH ("\"核查，完成。（第一季度）\"", "Chinese with its punctuation"),
  BOTH ("\"𠮷野家 𰻝\"", "ideographs outside the BMP"),
  BOTH ("\"鿿㐀䶿一\"", "the edges of the ideographs"),
  BOTH ("{\"核查\":\"完成\"}", "a Chinese name"),

  /* The normal form NFC */
  BOTH ("\"\xe1\xba\xbf\"", "U+1EBF, two marks composed"),
  BOTH ("\"x\xcc\x81\"", "a mark that has no composed form with x"),
  BOTH ("\"\xea\xb0\x81\"", "U+AC01, a Hangul syllable"),
  BOTH ("\"\xe3\x81\x8c\"", "U+304C, composed kana"),
  BOTH ("\"\xe2\x84\x83\xe3\x8e\xa1\"", "U+2103 and U+33A1 stay, NFC is not NFKC"),
  BOTH ("\"\xef\xbc\xa1\"", "U+FF21, full width stays"),
  BOTH ("\"\xe0\xa4\x95\xe0\xa4\xbf\"", "Devanagari with a vowel sign"),
  LOOSE ("\"x\\u0301\"", "a mark by number that composes with nothing"),
};

/* Refused in both forms, with the same words. */
static const RefuseVector refused[] = {
  /* Nothing, or not only one value */
  REFUSE ("", "the document ends too early at byte 0"),
  REFUSE ("\xef\xbb\xbf{}", "a byte order mark at byte 0"),
  REFUSE ("\xef\xbb\xbf", "a byte order mark at byte 0"),
  REFUSE ("\xff\xfe[\0]\0", "no value at byte 0"), /* UTF-16 */
  REFUSE ("\0[\0]", "no value at byte 0"),
  REFUSE ("[]]", "more than one value at byte 2"),
  REFUSE ("[][]", "more than one value at byte 2"),
  REFUSE ("{}{}", "more than one value at byte 2"),
  REFUSE ("{},", "more than one value at byte 2"),
  REFUSE ("{}}", "more than one value at byte 2"),
  REFUSE ("1,", "more than one value at byte 1"),
  REFUSE ("1]", "more than one value at byte 1"),
  REFUSE ("\"a\"\"b\"", "more than one value at byte 3"),
  REFUSE ("\"a\"x", "more than one value at byte 3"),
  REFUSE ("nullnull", "more than one value at byte 4"),
  REFUSE ("[]\0", "more than one value at byte 2"),
  REFUSE ("[]\xe2\x81\xa0", "more than one value at byte 2"),
  REFUSE ("[]#", "more than one value at byte 2"),
  REFUSE ("{}//", "more than one value at byte 2"),
  REFUSE ("{}/**/", "more than one value at byte 2"),
  REFUSE (",", "no value at byte 0"),
  REFUSE (":", "no value at byte 0"),
  REFUSE ("]", "no value at byte 0"),
  REFUSE ("}", "no value at byte 0"),
  REFUSE ("/", "no value at byte 0"),
  REFUSE ("//\n1", "no value at byte 0"),
  REFUSE ("/**/1", "no value at byte 0"),
  REFUSE ("#1", "no value at byte 0"),
  REFUSE ("<null>", "no value at byte 0"),
  REFUSE ("*", "no value at byte 0"),
  REFUSE ("\xc3\xa5", "no value at byte 0"),
  REFUSE ("\\u0031", "no value at byte 0"),

  /* White space that JSON does not have */
  REFUSE ("\f[]", "no value at byte 0"),
  REFUSE ("\v[]", "no value at byte 0"),
  REFUSE ("\xc2\xa0[]", "no value at byte 0"),
  REFUSE ("\xe3\x80\x80[]", "no value at byte 0"), /* U+3000, the space of Chinese keyboards */
  REFUSE ("\xe2\x80\xa8[]", "no value at byte 0"),
  REFUSE ("[\f]", "no value at byte 1"),
  REFUSE ("[1\f]", "no comma or ] after an element at byte 2"),
  REFUSE ("{\"a\":\v1}", "no value at byte 5"),
  REFUSE ("\\n[]", "no value at byte 0"),

  /* Literals */
  REFUSE ("n", "no value at byte 0"),
  REFUSE ("nul", "no value at byte 0"),
  REFUSE ("[nul]", "no value at byte 1"),
  REFUSE ("[tru]", "no value at byte 1"),
  REFUSE ("[fals]", "no value at byte 1"),
  REFUSE ("[True]", "no value at byte 1"),
  REFUSE ("[NULL]", "no value at byte 1"),
  REFUSE ("nULL", "no value at byte 0"),
  REFUSE ("[truth]", "no value at byte 1"),
  REFUSE ("[truee]", "no comma or ] after an element at byte 5"),
  REFUSE ("[null1]", "no comma or ] after an element at byte 5"),
  REFUSE ("[undefined]", "no value at byte 1"),
  REFUSE ("[NaN]", "no value at byte 1"),
  REFUSE ("[Infinity]", "no value at byte 1"),
  REFUSE ("[a]", "no value at byte 1"),
  REFUSE ("[\xef\xbd\x94rue]", "no value at byte 1"), /* full width */

  /* Arrays */
  REFUSE ("[", "the document ends too early at byte 1"),
  REFUSE ("[[", "the document ends too early at byte 2"),
  REFUSE ("[1", "the document ends too early at byte 2"),
  REFUSE ("[1,", "the document ends too early at byte 3"),
  REFUSE ("[\"a\"", "the document ends too early at byte 4"),
  REFUSE ("[\"a\",", "the document ends too early at byte 5"),
  REFUSE ("[[]", "the document ends too early at byte 3"),
  REFUSE ("[{}", "the document ends too early at byte 3"),
  REFUSE ("[,]", "no value at byte 1"),
  REFUSE ("[,1]", "no value at byte 1"),
  REFUSE ("[1,]", "no value at byte 3"),
  REFUSE ("[1,,]", "no value at byte 3"),
  REFUSE ("[1,,2]", "no value at byte 3"),
  REFUSE ("[[],]", "no value at byte 4"),
  REFUSE ("[1}", "no comma or ] after an element at byte 2"),
  REFUSE ("[}", "no value at byte 1"),
  REFUSE ("[1:2]", "no comma or ] after an element at byte 2"),
  REFUSE ("[\"a\":1]", "no comma or ] after an element at byte 4"),
  REFUSE ("[1;2]", "no comma or ] after an element at byte 2"),
  REFUSE ("[1\"a\"]", "no comma or ] after an element at byte 2"),
  REFUSE ("[\"a\"1]", "no comma or ] after an element at byte 4"),
  REFUSE ("[[]1]", "no comma or ] after an element at byte 3"),
  REFUSE ("[1[]]", "no comma or ] after an element at byte 2"),
  REFUSE ("[{}1]", "no comma or ] after an element at byte 3"),
  REFUSE ("[1/**/]", "no comma or ] after an element at byte 2"),
  REFUSE ("[1,/**/2]", "no value at byte 3"),
  REFUSE ("[*]", "no value at byte 1"),
  REFUSE ("[\0]", "no value at byte 1"),
  REFUSE ("[\xff]", "no value at byte 1"),
  REFUSE ("[\xef\xbc\x8c]", "no value at byte 1"), /* full-width comma */
  REFUSE ("[1\xef\xbc\x8c" "2]", "no comma or ] after an element at byte 2"),
  REFUSE ("1[]", "more than one value at byte 1"),
  REFUSE ("(1)", "no value at byte 0"),

  /* Objects */
  REFUSE ("{", "the document ends too early at byte 1"),
  REFUSE ("{\"a\"", "the document ends too early at byte 4"),
  REFUSE ("{\"a\":", "the document ends too early at byte 5"),
  REFUSE ("{\"a\":1", "the document ends too early at byte 6"),
  REFUSE ("{\"a\":1,", "the document ends too early at byte 7"),
  REFUSE ("{\"a", "a string without an end at byte 1"),
  REFUSE ("{,}", "no member name at byte 1"),
  REFUSE ("{\"a\"}", "no colon after a member name at byte 4"),
  REFUSE ("{\"a\",1}", "no colon after a member name at byte 4"),
  REFUSE ("{\"a\"1}", "no colon after a member name at byte 4"),
  REFUSE ("{\"a\"=1}", "no colon after a member name at byte 4"),
  REFUSE ("{\"a\"\"b\"}", "no colon after a member name at byte 4"),
  REFUSE ("{\"a\":}", "no value at byte 5"),
  REFUSE ("{\"a\":,\"b\":1}", "no value at byte 5"),
  REFUSE ("{\"a\"::1}", "no value at byte 5"),
  REFUSE ("{\"a\":1,}", "no member name at byte 7"),
  REFUSE ("{\"a\":1,,\"b\":2}", "no member name at byte 7"),
  REFUSE ("{\"a\":1\"b\":2}", "no comma or } after a member at byte 6"),
  REFUSE ("{\"a\":1:2}", "no comma or } after a member at byte 6"),
  REFUSE ("{\"a\":1;}", "no comma or } after a member at byte 6"),
  REFUSE ("{\"a\":1]", "no comma or } after a member at byte 6"),
  REFUSE ("{]", "no member name at byte 1"),
  REFUSE ("{a:1}", "no member name at byte 1"),
  REFUSE ("{'a':1}", "no member name at byte 1"),
  REFUSE ("{1:1}", "no member name at byte 1"),
  REFUSE ("{null:1}", "no member name at byte 1"),
  REFUSE ("{[]:1}", "no member name at byte 1"),
  REFUSE ("{{}:1}", "no member name at byte 1"),
  REFUSE ("{:1}", "no member name at byte 1"),
  REFUSE ("{\"a\":1,b:2}", "no member name at byte 7"),
  REFUSE ("{\"a\":1}}", "more than one value at byte 7"),
  REFUSE ("{\"a\":[}", "no value at byte 6"),
  REFUSE ("{\"a\":{]", "no member name at byte 6"),
  REFUSE ("{\"a\":/**/1}", "no value at byte 5"),
  REFUSE ("{\"a\":1/**/}", "no comma or } after a member at byte 6"),
  REFUSE ("{/**/}", "no member name at byte 1"),
  REFUSE ("{\xef\xbc\x9a}", "no member name at byte 1"),
  REFUSE ("{\"a\"\xef\xbc\x9a" "1}", "no colon after a member name at byte 4"), /* full-width colon */

  /* Names that mean the same */
  REFUSE ("{\"a\":1,\"a\":2}", "duplicate member name at byte 7"),
  REFUSE ("{\"a\":1,\"a\":1}", "duplicate member name at byte 7"),
  REFUSE ("{\"\":1,\"\":2}", "duplicate member name at byte 6"),
  REFUSE ("[[{\"a\":{},\"a\":{}}]]", "duplicate member name at byte 10"),
  REFUSE ("{\"a\":{\"b\":1,\"b\":2}}", "duplicate member name at byte 12"),
  REFUSE ("{\"a\":{\"b\":1},\"a\":2}", "duplicate member name at byte 13"),
  REFUSE ("{\"\\n\":1,\"\\n\":2}", "duplicate member name at byte 8"),
  REFUSE ("{\"核查\":1,\"核查\":2}", "duplicate member name at byte 12"),
  REFUSE ("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"i\":0}",
          "duplicate member name at byte 55"),

  /* Numbers */
  REFUSE ("-", "the document ends too early at byte 1"),
  REFUSE ("[-]", "no digit after a minus at byte 2"),
  REFUSE ("[--1]", "no digit after a minus at byte 2"),
  REFUSE ("[-a]", "no digit after a minus at byte 2"),
  REFUSE ("[-.5]", "no digit after a minus at byte 2"),
  REFUSE ("[-Infinity]", "no digit after a minus at byte 2"),
  REFUSE ("[-\xef\xbc\x91]", "no digit after a minus at byte 2"),
  REFUSE ("[+1]", "no value at byte 1"),
  REFUSE ("[.5]", "no value at byte 1"),
  REFUSE ("[\xef\xbc\x91]", "no value at byte 1"), /* full-width 1 */
  REFUSE ("00", "a number with a leading zero at byte 0"),
  REFUSE ("01", "a number with a leading zero at byte 0"),
  REFUSE ("[012]", "a number with a leading zero at byte 1"),
  REFUSE ("[-01]", "a number with a leading zero at byte 1"),
  REFUSE ("[-00]", "a number with a leading zero at byte 1"),
  REFUSE ("[00.5]", "a number with a leading zero at byte 1"),
  REFUSE ("[0x1]", "no comma or ] after an element at byte 2"),
  REFUSE ("[1a]", "no comma or ] after an element at byte 2"),
  REFUSE ("[1_000]", "no comma or ] after an element at byte 2"),
  REFUSE ("[1+2]", "no comma or ] after an element at byte 2"),
  REFUSE ("[1-]", "no comma or ] after an element at byte 2"),
  REFUSE ("[1\0]", "no comma or ] after an element at byte 2"),
  REFUSE ("9007199254740992", "an integer beyond 2^53 - 1 at byte 0"),
  REFUSE ("-9007199254740992", "an integer beyond 2^53 - 1 at byte 0"),
  REFUSE ("9223372036854775807", "an integer beyond 2^53 - 1 at byte 0"),
  REFUSE ("9223372036854775808", "an integer beyond 2^53 - 1 at byte 0"),
  REFUSE ("-9223372036854775808", "an integer beyond 2^53 - 1 at byte 0"),
  REFUSE ("18446744073709551616", "an integer beyond 2^53 - 1 at byte 0"),
  REFUSE ("18446744073709551617", "an integer beyond 2^53 - 1 at byte 0"),
  REFUSE ("[100000000000000000000000000000000000000000]", "an integer beyond 2^53 - 1 at byte 1"),

  /* Numbers that RFC 8259 allows and two programs read differently */
#define FRACTION "a fraction or exponent, where only a whole number or text can stand, at byte "
  REFUSE ("1.5", FRACTION "0"),
  REFUSE ("[1.0]", FRACTION "1"),
  REFUSE ("[-0.0]", FRACTION "1"),
  REFUSE ("[0.1]", FRACTION "1"),
  REFUSE ("[123.456]", FRACTION "1"),
  REFUSE ("[1e1]", FRACTION "1"),
  REFUSE ("[1E1]", FRACTION "1"),
  REFUSE ("[1e+1]", FRACTION "1"),
  REFUSE ("[1E-1]", FRACTION "1"),
  REFUSE ("[0e0]", FRACTION "1"),
  REFUSE ("[1.5e3]", FRACTION "1"),
  REFUSE ("[1e400]", FRACTION "1"),
  REFUSE ("[-1e-400]", FRACTION "1"),
  REFUSE ("[9007199254740992.0]", FRACTION "1"),
  REFUSE ("[1.]", FRACTION "1"),
  REFUSE ("[1.e1]", FRACTION "1"),
  REFUSE ("[1e]", FRACTION "1"),
  REFUSE ("[1e+]", FRACTION "1"),
  REFUSE ("[1eE2]", FRACTION "1"),
  REFUSE ("[1.2.3]", FRACTION "1"),
  REFUSE ("[1.2a]", FRACTION "1"),
#undef FRACTION

  /* Strings */
  REFUSE ("\"", "a string without an end at byte 0"),
  REFUSE ("\"abc", "a string without an end at byte 0"),
  REFUSE ("\"12345678", "a string without an end at byte 0"),
  REFUSE ("\"核", "a string without an end at byte 0"),
  REFUSE ("[\"a]", "a string without an end at byte 1"),
  REFUSE ("\"\\\"", "a string without an end at byte 0"),
  REFUSE ("'a'", "no value at byte 0"),
  REFUSE ("[`a`]", "no value at byte 1"),
  REFUSE ("[\xe2\x80\x9c" "a\xe2\x80\x9d]", "no value at byte 1"), /* typographic quotes */
  REFUSE ("\"a\nb\"", "a control character that is not escaped at byte 2"),
  REFUSE ("\"\t\"", "a control character that is not escaped at byte 1"),
  REFUSE ("\"\r\"", "a control character that is not escaped at byte 1"),
  REFUSE ("\"\x1f\"", "a control character that is not escaped at byte 1"),
  REFUSE ("\"\x01\"", "a control character that is not escaped at byte 1"),
  REFUSE ("\"\0\"", "a control character that is not escaped at byte 1"),
  REFUSE ("\"1234567\x1f\"", "a control character that is not escaped at byte 8"),
  REFUSE ("{\"\t\":1}", "a control character that is not escaped at byte 2"),
  REFUSE ("\"\\", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\a\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\v\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\'\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\0\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\x41\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\N\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\U0041\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\\n\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\\0\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"\\\xe6\xa0\xb8\"", "an escape that JSON does not have at byte 1"),
  REFUSE ("\"ab\\ \"", "an escape that JSON does not have at byte 3"),
  REFUSE ("\"\\u", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u0\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u00\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u004\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u004", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u00g0\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u+041\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u 041\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u{41}\"", "a \\u without four hexadecimal digits at byte 1"),
  REFUSE ("\"\\u0000\"", "the character U+0000 at byte 1"),
  REFUSE ("\"x\\u0000y\"", "the character U+0000 at byte 2"),
  REFUSE ("{\"\\u0000\":1}", "the character U+0000 at byte 2"),

  /* UTF-8 */
#define NOT_UTF8 "bytes that are not UTF-8 at byte "
  REFUSE ("\"\x80\"", NOT_UTF8 "1"),
  REFUSE ("\"\xbf\"", NOT_UTF8 "1"),
  REFUSE ("\"\xc0\x80\"", NOT_UTF8 "1"), /* U+0000, overlong */
  REFUSE ("\"\xc0\xaf\"", NOT_UTF8 "1"), /* a solidus, overlong */
  REFUSE ("\"\xc1\xbf\"", NOT_UTF8 "1"),
  REFUSE ("\"\xc2\"", NOT_UTF8 "1"),
  REFUSE ("\"\xc2", NOT_UTF8 "1"),
  REFUSE ("\"\xc2\xc2\x80\"", NOT_UTF8 "1"),
  REFUSE ("\"\xdf\x7f\"", NOT_UTF8 "1"),
  REFUSE ("\"\xdf\xc0\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe0\x80\xaf\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe0\x9f\xbf\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe0\xa0\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe6\xa0\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe6\xa0", NOT_UTF8 "1"),
  REFUSE ("\"\xe6\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe6\xa0\x7f\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe6\xff\xb8\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe6\xc0\xb8\"", NOT_UTF8 "1"),
  REFUSE ("\"\xe6\xa0\xc0\"", NOT_UTF8 "1"),
  REFUSE ("\"核\xe6\xa0\"", NOT_UTF8 "4"),
  REFUSE ("\"\xed\xa0\x80\"", NOT_UTF8 "1"), /* U+D800 */
  REFUSE ("\"\xed\xbf\xbf\"", NOT_UTF8 "1"), /* U+DFFF */
  REFUSE ("\"\xed\xa0\xbd\xed\xb8\x80\"", NOT_UTF8 "1"), /* U+1F600 as two surrogates */
  REFUSE ("\"\xf0\x8f\xbf\xbf\"", NOT_UTF8 "1"),
  REFUSE ("\"\xf0\x9f\x98\"", NOT_UTF8 "1"),
  REFUSE ("\"\xf0\x9f\x98", NOT_UTF8 "1"),
  REFUSE ("\"\xf4\x90\x80\x80\"", NOT_UTF8 "1"), /* U+110000 */
  REFUSE ("\"\xf5\x80\x80\x80\"", NOT_UTF8 "1"),
  REFUSE ("\"\xf8\x88\x80\x80\x80\"", NOT_UTF8 "1"),
  REFUSE ("\"\xfc\x84\x80\x80\x80\x80\"", NOT_UTF8 "1"),
  REFUSE ("\"\xfe\"", NOT_UTF8 "1"),
  REFUSE ("\"\xff\"", NOT_UTF8 "1"),
  REFUSE ("\"1234567\xff\"", NOT_UTF8 "8"),
  REFUSE ("\"\xba\xcb\xb2\xe9\"", NOT_UTF8 "1"), /* the word in GB 18030 */
  REFUSE ("{\"\xff\":1}", NOT_UTF8 "2"),
#undef NOT_UTF8

  /* The normal form NFC */
#define NOT_NFC "text that is not in the normal form NFC at byte "
  REFUSE ("\"e\xcc\x81\"", NOT_NFC "0"),
  REFUSE ("[\"a\",\"e\xcc\x81\"]", NOT_NFC "5"),
  REFUSE ("{\"e\xcc\x81\":1}", NOT_NFC "1"),
  REFUSE ("\"\xc3\xa9\xcc\xa7\"", NOT_NFC "0"), /* the marks in the wrong order */
  REFUSE ("\"x\xcc\x81\xcc\xa7\"", NOT_NFC "0"),
  REFUSE ("\"x\xea\x99\xaf\xea\xa3\x84\"", NOT_NFC "0"), /* U+A66F and U+A8C4, in the wrong order */
  REFUSE ("\"\xe1\x84\x80\xe1\x85\xa1\"", NOT_NFC "0"), /* jamo that make a syllable */
  REFUSE ("\"\xea\xb0\x80\xe1\x86\xa8\"", NOT_NFC "0"), /* a syllable and a final jamo */
  REFUSE ("\"\xe3\x81\x8b\xe3\x82\x99\"", NOT_NFC "0"), /* kana and a voicing mark */
  REFUSE ("\"\xe2\x84\xab\"", NOT_NFC "0"), /* U+212B, the unit */
  REFUSE ("\"\xe2\x84\xa6\"", NOT_NFC "0"), /* U+2126, the unit */
  REFUSE ("\"\xe2\x84\xaa\"", NOT_NFC "0"), /* U+212A, the unit */
  REFUSE ("\"\xef\xa4\x80\"", NOT_NFC "0"), /* U+F900, a compatibility ideograph */
  REFUSE ("\"\xf0\xaf\xa0\x80\"", NOT_NFC "0"), /* U+2F800, another */
  REFUSE ("\"\xef\xac\xb3\"", NOT_NFC "0"), /* U+FB33, in the sorting example of RFC 8785 */
  REFUSE ("\"\xe2\x80\x80\"", NOT_NFC "0"), /* U+2000 */
  REFUSE ("\"核查完成\xe2\x84\xab核查\"", NOT_NFC "0"),
#undef NOT_NFC
};

/* Good in a message, but not in the canonical form: what the message and the canonical scanner say of it differs. */
static const RefuseVector not_canonical[] = {
#define SPACE "white space, which the canonical form does not have, at byte "
  REFUSE (" 1", SPACE "0"),
  REFUSE ("1 ", SPACE "1"),
  REFUSE ("1\n", SPACE "1"),
  REFUSE ("[ ]", SPACE "1"),
  REFUSE ("{ }", SPACE "1"),
  REFUSE ("[1, 2]", SPACE "3"),
  REFUSE ("[1\t,2]", SPACE "2"),
  REFUSE ("{\"a\" :1}", SPACE "4"),
  REFUSE ("{\"a\":\r1}", SPACE "5"),
  REFUSE ("{\"a\":1,\n\"b\":2}", SPACE "7"),
  REFUSE ("{\"a\":1 }", SPACE "6"),
#undef SPACE
#define ORDER "a member name out of canonical order at byte "
  REFUSE ("{\"b\":1,\"a\":2}", ORDER "7"),
  REFUSE ("{\"a\":1,\"\":2}", ORDER "7"),
  REFUSE ("{\"aa\":1,\"a\":2}", ORDER "8"),
  REFUSE ("{\"a\":1,\"B\":2}", ORDER "7"),
  REFUSE ("{\"a\":{\"z\":1,\"y\":2},\"b\":3}", ORDER "12"),
  REFUSE ("{\"a\":1,\"c\":2,\"b\":3}", ORDER "13"),
  REFUSE ("{\"ab\":1,\"a\\nb\":2}", ORDER "8"),
  REFUSE ("{\"\\\\\":1,\"\\\"\":2}", ORDER "8"), /* bytes say otherwise than characters */
  REFUSE ("{\"!\":1,\"\\n\":2}", ORDER "7"),
  REFUSE ("{\"\xee\x80\x80\":1,\"\xf0\x90\x80\x80\":2}", ORDER "9"), /* UTF-16 says otherwise than UTF-8 */
  REFUSE ("{\"\\n\xee\x80\x80\":1,\"\\n\xf0\x90\x80\x80\":2}", ORDER "11"),
#undef ORDER
#define ESCAPE "an escape that is not canonical at byte "
  REFUSE ("\"\\/\"", ESCAPE "1"),
  REFUSE ("\"\\u0041\"", ESCAPE "1"),
  REFUSE ("\"\\u0022\"", ESCAPE "1"),
  REFUSE ("\"\\u005c\"", ESCAPE "1"),
  REFUSE ("\"\\u0008\"", ESCAPE "1"),
  REFUSE ("\"\\u0009\"", ESCAPE "1"),
  REFUSE ("\"\\u000a\"", ESCAPE "1"),
  REFUSE ("\"\\u000c\"", ESCAPE "1"),
  REFUSE ("\"\\u000d\"", ESCAPE "1"),
  REFUSE ("\"\\u000B\"", ESCAPE "1"),
  REFUSE ("\"\\u001F\"", ESCAPE "1"),
  REFUSE ("\"\\u007f\"", ESCAPE "1"),
  REFUSE ("\"\\u0020\"", ESCAPE "1"),
  REFUSE ("\"\\u6838\"", ESCAPE "1"),
  REFUSE ("\"ab\\ud83d\\ude00\"", ESCAPE "3"),
  REFUSE ("{\"\\u0061\":1}", ESCAPE "2"),
#undef ESCAPE
  REFUSE ("-0", "a zero with a minus, which is not canonical, at byte 0"),
  REFUSE ("[-0]", "a zero with a minus, which is not canonical, at byte 1"),
};

/* Refused as a message; the canonical form refuses the escape or the space before it comes to that. */
static const RefuseVector refused_messages[] = {
  REFUSE (" ", "the document ends too early at byte 1"),
  REFUSE ("[1] x", "more than one value at byte 4"),
  REFUSE ("[1 2]", "no comma or ] after an element at byte 3"),
  REFUSE ("[- 1]", "no digit after a minus at byte 2"),
  REFUSE ("[1 000]", "no comma or ] after an element at byte 3"),
  REFUSE ("[1 .5]", "no comma or ] after an element at byte 3"),
  REFUSE ("{\"a\" \"b\"}", "no colon after a member name at byte 5"),
  REFUSE ("{\"a\":1 \"b\":2}", "no comma or } after a member at byte 7"),
  REFUSE ("{\"a\":1, }", "no member name at byte 8"),
  REFUSE ("[1, ]", "no value at byte 4"),
  REFUSE ("[ , ]", "no value at byte 2"),
  REFUSE ("{\"\\u0061\":1,\"a\":2}", "duplicate member name at byte 12"),
  REFUSE ("{\"a\":1,\"\\u0061\":2}", "duplicate member name at byte 7"),
  REFUSE ("{\"\\/\":1,\"/\":2}", "duplicate member name at byte 8"),
  REFUSE ("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", "duplicate member name at byte 18"),
  REFUSE ("{\"a\":1,\"b\":2,\"a\":3}", "duplicate member name at byte 13"),
  REFUSE ("{\"i\":1,\"h\":2,\"g\":3,\"f\":4,\"e\":5,\"d\":6,\"c\":7,\"b\":8,\"a\":9,\"h\":0,\"i\":0}",
          "duplicate member name at byte 55"),
  REFUSE ("\"\\ud800\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ude00\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ude00\\ude00\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\\ue000\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ude00\\ud83d\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\\ud83d\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83dx\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\\n\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\\u0041\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\\u\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\\ude0\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\udfff\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"\\ud83d\xed\xb8\x80\"", "half of a surrogate pair at byte 1"),
  REFUSE ("\"e\\u0301\"", "text that is not in the normal form NFC at byte 0"),
  REFUSE ("\"\\u0065\xcc\x81\"", "text that is not in the normal form NFC at byte 0"),
  REFUSE ("\"\\u212b\"", "text that is not in the normal form NFC at byte 0"),
  REFUSE ("{\"e\\u0301\":1}", "text that is not in the normal form NFC at byte 1"),
};
/* clang-format on */
