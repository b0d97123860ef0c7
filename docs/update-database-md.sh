#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# update-database-md.sh GENERATOR TEMPLATE FILE - writes FILE anew, or leaves it as it was.
set -eu
"$1" "$2" > "$3.new" && mv "$3.new" "$3"
