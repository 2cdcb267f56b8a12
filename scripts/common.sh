# common.sh — what the scripts share: where things are, what has to be installed, when to build.
# Sourced, never run; the caller has set `root`.

packages=(libgmp-dev libedit-dev)
binary="$root/.build/release/aio"

# Swift is often unpacked somewhere that is not on the path.
find_swift() {
  if command -v swift >/dev/null; then return; fi
  local folder
  for folder in /opt/swift/usr/bin /usr/share/swift/usr/bin "$HOME/.local/share/swiftly/bin" "$HOME/swift/usr/bin"; do
    if [ -x "$folder/swift" ]; then
      PATH="$folder:$PATH"
      export PATH
      return
    fi
  done
  echo "swift is not on the path: install the Swift 6.3 toolchain from https://swift.org/install" >&2
  exit 2
}

# Prints the packages of the arguments that Debian does not have.
missing_packages() {
  local package
  for package in "$@"; do
    if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then echo "$package"; fi
  done
}

# Installs Debian packages once, or says how and ends. Where there is no dpkg the compiler will tell.
install_missing() {
  command -v dpkg-query >/dev/null || return 0
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  if [ -z "$missing" ]; then return 0; fi
  local become=()
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      echo "aio needs Debian packages that are not installed. Run once:" >&2
      echo "  sudo apt-get install --yes $missing" >&2
      exit 2
    fi
    become=(sudo -n)
  fi
  echo "installing $missing" >&2
  # shellcheck disable=SC2086
  if ! DEBIAN_FRONTEND=noninteractive "${become[@]}" apt-get install --yes --no-install-recommends $missing >/dev/null 2>&1; then
    "${become[@]}" apt-get update >/dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive "${become[@]}" apt-get install --yes --no-install-recommends $missing >/dev/null
  fi
}

# Whether the release binary is older than a source. A folder is newer when a file in it came or went.
is_stale() {
  [ ! -x "$binary" ] || [ -n "$(find "$root/Sources" "$root/Package.swift" -newer "$binary" -print -quit)" ]
}

# Builds the release binary; quiet when all goes well.
build_release() {
  local log
  find_swift
  mkdir -p "$root/.build"
  log=$(mktemp "$root/.build/build-log.XXXXXX")
  echo "building aio (some minutes the first time)" >&2
  if ! swift build --package-path "$root" -c release --product aio >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    exit 2
  fi
  rm -f "$log"
  # A build that had nothing to link leaves the old time.
  touch "$binary"
}
