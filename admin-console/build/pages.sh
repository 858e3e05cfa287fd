#!/bin/sh
# Builds the pages into target/classes/console, unless they are there and nothing they are made of changed since.
set -eu
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "The console needs Node.js 20.19 or newer with npm; install them (on Debian: apt-get install nodejs npm)." >&2; exit 1; }
sum() { git hash-object --stdin; }
sources=$(find src/main/web build package.json package-lock.json tsconfig.json vite.config.ts -type f | LC_ALL=C sort | xargs cat | sum)
packages=$(cat package.json package-lock.json | sum)
mkdir -p target
if [ "$(cat target/pages.sum 2>/dev/null)" = "$sources" ] && [ -f target/classes/console/index.html ]; then
  exit 0
fi
if [ "$(cat node_modules/.packages.sum 2>/dev/null)" != "$packages" ]; then
  npm ci --no-audit --no-fund --loglevel=error
  echo "$packages" > node_modules/.packages.sum
fi
npm run --silent build
echo "$sources" > target/pages.sum
