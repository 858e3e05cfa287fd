#!/bin/sh
# Copies protocol-bundles/echo into a new protocol bundle and makes it known to the build.
set -eu

usage() {
  cat >&2 <<'END'
usage: new-protocol.sh NAME [--port PORT] [--root DIRECTORY]

NAME       lower-case letters and digits: becomes the folder protocol-bundles/NAME, the feature
           orbit-NAME, the package io.orbit.protocol.NAME and the classes Name...
PORT       its default port, 7008 if not given
DIRECTORY  the checkout to add it to, the one this script stands in if not given
END
  exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
name=
port=7008
root=$(dirname "$here")
while [ $# -gt 0 ]; do
  case $1 in
    --port) [ $# -ge 2 ] || usage; port=$2; shift 2 ;;
    --root) [ $# -ge 2 ] || usage; root=$2; shift 2 ;;
    -*) usage ;;
    *) [ -z "$name" ] || usage; name=$1; shift ;;
  esac
done

case $name in
  '' | [!a-z]* | *[!a-z0-9]*) usage ;;
  abstract | assert | boolean | break | byte | case | catch | char | class | const | continue | \
    default | do | double | else | enum | extends | final | finally | float | for | goto | if | \
    implements | import | instanceof | int | interface | long | native | new | package | private | \
    protected | public | return | short | static | strictfp | super | switch | synchronized | \
    this | throw | throws | transient | try | void | volatile | while | true | false | null)
    printf '%s is a word of the Java language\n' "$name" >&2
    exit 2
    ;;
esac
case $port in
  '' | *[!0-9]*) usage ;;
esac
target=$root/protocol-bundles/$name
if [ -e "$target" ]; then
  printf '%s is there already\n' "$target" >&2
  exit 1
fi
capital=$(printf '%s' "$name" | awk '{ print toupper(substr($0, 1, 1)) substr($0, 2) }')
rename="s/echo/$name/g; s/Echo/$capital/g; s/7007/$port/g"

# The bundle itself; the test of this script stays with the original.
(cd "$here/echo" && find . -type f ! -path './target/*' ! -name 'NewProtocolTest.java') |
  while read -r file; do
    copy=$target/$(printf '%s' "$file" | sed "$rename")
    mkdir -p "$(dirname "$copy")"
    sed "$rename" "$here/echo/$file" > "$copy"
  done

# Wherever the build names echo, it names the new one beside it: a line, or a whole feature.
for file in pom.xml features/pom.xml features/src/main/feature/features.xml; do
  [ -f "$root/$file" ] || continue
  awk -v name="$name" '
    function renamed(text) { gsub(/echo/, name, text); return text }
    /<feature [^>]*name="orbit-echo"/ { block = $0; next }
    block != "" {
      block = block "\n" $0
      if (/<\/feature>/) { print block; print renamed(block); block = "" }
      next
    }
    { print }
    /orbit-echo|protocol-bundles\/echo/ { print renamed($0) }
  ' "$root/$file" > "$root/$file.new"
  mv "$root/$file.new" "$root/$file"
done

printf 'made %s\nnext: ./orbit test %s, then docs/extend/protocol.md\n' "$target" "protocol-bundles/$name"
