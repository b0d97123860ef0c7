/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lint-as shared/base/hecha-bad.c line 3 */
/* long long long long long long long long long long long long long long long long long long long long long long long long */
