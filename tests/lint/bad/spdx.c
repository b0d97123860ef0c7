/* lint-as shared/base/hecha-bad.c line 1 */

int hecha_bad;
