#!/bin/sh
# Copies storage-bundles/memory into a new storage engine and makes it known to the build.
set -eu

usage() {
  cat >&2 <<'END'
usage: new-engine.sh NAME [--root DIRECTORY]

NAME       lower-case letters and digits: becomes the folder storage-bundles/NAME, the feature
           orbit-storage-NAME, the package io.orbit.storage.NAME, the classes Name... and the name
           in CREATE TABLE ... USING NAME
DIRECTORY  the checkout to add it to, the one this script stands in if not given
END
  exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
name=
root=$(dirname "$here")
while [ $# -gt 0 ]; do
  case $1 in
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
target=$root/storage-bundles/$name
if [ -e "$target" ]; then
  printf '%s is there already\n' "$target" >&2
  exit 1
fi
capital=$(printf '%s' "$name" | awk '{ print toupper(substr($0, 1, 1)) substr($0, 2) }')
# Names only: that the copy keeps what it holds in memory is as true as of the original.
rename="s/storage-memory/storage-$name/g; s/storage\\.memory/storage.$name/g
  s#storage/memory#storage/$name#g; s#storage-bundles/memory#storage-bundles/$name#g
  s/\"memory\"/\"$name\"/g; s/{@code memory}/{@code $name}/g; s/the memory engine/the $name engine/g
  s/Memory\\(Engine\\|Snapshot\\|Cursor\\)/$capital\\1/g"

# The bundle itself; the test of this script stays with the original.
(cd "$here/memory" && find . -type f ! -path './target/*' ! -name 'NewEngineTest.java') |
  while read -r file; do
    copy=$target/$(printf '%s' "$file" | sed "$rename")
    mkdir -p "$(dirname "$copy")"
    sed "$rename" "$here/memory/$file" > "$copy"
  done

# Wherever the build names the original, it names the new one beside it: a line, or a whole feature.
# The group of what is installed by default does not name it: it is a feature to install.
for file in pom.xml features/pom.xml features/src/main/feature/features.xml; do
  [ -f "$root/$file" ] || continue
  awk -v name="$name" '
    function renamed(text) {
      gsub(/storage-memory/, "storage-" name, text)
      gsub(/storage-bundles\/memory/, "storage-bundles/" name, text)
      return text
    }
    /<feature [^>]*name="orbit-storage-memory"/ { block = $0; next }
    block != "" {
      block = block "\n" $0
      if (/<\/feature>/) { print block; print renamed(block); block = "" }
      next
    }
    { print }
    /<feature>/ { next }
    /orbit-storage-memory|storage-bundles\/memory/ { print renamed($0) }
  ' "$root/$file" > "$root/$file.new"
  mv "$root/$file.new" "$root/$file"
done

printf 'made %s\nnext: ./orbit test %s, then docs/extend/engine.md\n' "$target" "storage-bundles/$name"
