#!/usr/bin/env bash
# Build the image, run the demo in it, and run the services of docker-compose.yaml: so that neither file is fiction.
#
#   tools/test_image.sh                     # build, then `htx demo --stop` as the image's user, then the services
#   tools/test_image.sh htx --help          # build, then another command
#   BASE_IMAGE=python:3.12-slim-bookworm tools/test_image.sh
#
# Needs podman with runc, and no registry of images: without BASE_IMAGE the base is a bare Debian made by debootstrap
# (as root) from the mirror this machine's apt uses, or DEBIAN_MIRROR. pip in the build is configured as pip is here.
# What is already made is not made again; `podman image rm` the names below to start over.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly SUITE=bookworm
readonly DEBIAN_IMAGE="localhost/htx-debian:${SUITE}"
readonly IMAGE="localhost/htx-warehouse:test"
readonly TOOLS=(podman runc debootstrap)
# Containers may be refused more than a container's usual limits, where this machine is one itself.
readonly LIMITS=(--ulimit nofile=1024:1024 --ulimit nproc=1024:1024)

say() { printf '\n== %s (%ss)\n' "$*" "$SECONDS"; }
fail() { printf 'test_image: %s\n' "$*" >&2; exit 3; }
run_podman() { nice podman --runtime runc --cgroup-manager=cgroupfs "$@"; }

workspace=$(mktemp -d "${TMPDIR:-/tmp}/htx-image.XXXXXX")
trap 'rm -rf "$workspace"' EXIT

require_tools() {
    local missing=() tool
    for tool in "${TOOLS[@]}"; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    if [ "${#missing[@]}" -eq 0 ]; then return; fi
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        fail "missing: ${missing[*]}; install them, for example: sudo apt-get install ${missing[*]}"
    fi
    say "Installing ${missing[*]}"
    apt-get update -q >"$workspace/apt.log" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive nice apt-get install -y -q "${missing[@]}" >>"$workspace/apt.log" 2>&1 \
        || { tail -5 "$workspace/apt.log" >&2; fail "apt-get cannot install ${missing[*]}"; }
}

debian_mirror() {
    if [ -n "${DEBIAN_MIRROR:-}" ]; then
        printf '%s\n' "$DEBIAN_MIRROR"
    else
        apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Identifier: Packages' 2>/dev/null \
            | awk -v suite="$SUITE" '$1 == suite { print $2; exit }'
    fi
}

make_debian_image() {
    if run_podman image exists "$DEBIAN_IMAGE"; then
        say "Base image $DEBIAN_IMAGE is there"
        return
    fi
    [ "$(id -u)" -eq 0 ] || fail "debootstrap needs root; or set BASE_IMAGE to an image that podman can pull"
    local mirror
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || fail "no Debian $SUITE mirror in the sources of apt: set DEBIAN_MIRROR or BASE_IMAGE"
    say "Making a bare Debian $SUITE"
    nice debootstrap --variant=minbase --include=ca-certificates "$SUITE" "$workspace/root" "$mirror" \
        >"$workspace/debootstrap.log" 2>&1 \
        || { tail -5 "$workspace/debootstrap.log" >&2; fail "debootstrap failed"; }
    rm -rf "$workspace"/root/var/cache/apt/archives/*.deb
    tar -C "$workspace/root" --one-file-system -c . | run_podman import - "$DEBIAN_IMAGE" >/dev/null
}

# Writes pip's settings of this machine, from its files and from PIP_* variables, as one pip.conf, and prints the
# local files and folders they name, which the build must see at the same place.
pip_configuration() {
    python3 - "$1" <<'PYTHON'
import ast, pathlib, re, subprocess, sys

listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
settings = {}
for line in listed.stdout.splitlines():
    name, _, value = line.partition("=")
    section, _, key = name.rpartition(".")
    if section in ("global", "install", ":env:") and key != "config-file":
        settings.setdefault(key, {})[section] = ast.literal_eval(value)
written, mounts = ["[global]"], set()
for key, by_section in sorted(settings.items()):
    value = by_section.get(":env:") or by_section.get("install") or by_section.get("global")
    words = value.split()
    written.append(f"{key} = " + "\n    ".join(words))
    for word in words:
        path = pathlib.Path(re.sub(r"^file://", "", word))
        if path.is_absolute() and path.exists():
            # The pages of an index link to files beside it.
            mounts.add(path.parent if key.endswith("index-url") else path)
pathlib.Path(sys.argv[1]).write_text("\n".join(written) + "\n", encoding="utf-8")
print("\n".join(str(path) for path in sorted(mounts)))
PYTHON
}

build_image() {
    local base="$1" path options=()
    # The certificates this machine trusts: a proxy of its own may stand between the build and the registry.
    if [ -d /etc/ssl/certs ]; then options+=(-v /etc/ssl/certs:/etc/ssl/certs:ro); fi
    while read -r path; do
        if [ -n "$path" ] && [[ "$path" != /etc/ssl/certs/* ]]; then options+=(-v "$path:$path:ro"); fi
    done < <(pip_configuration "$workspace/pip.conf")
    say "Building $IMAGE on $base"
    run_podman build --isolation=chroot --network=host "${LIMITS[@]}" "${options[@]}" \
        --secret id=pip_config,src="$workspace/pip.conf" --build-arg BASE_IMAGE="$base" -t "$IMAGE" .
}

run_in_image() {
    say "Running: $*"
    run_podman run --rm --init --network=host "${LIMITS[@]}" "$IMAGE" "$@"
}

main() {
    require_tools
    local base="${BASE_IMAGE:-}"
    if [ -z "$base" ]; then
        make_debian_image
        base="$DEBIAN_IMAGE"
    fi
    build_image "$base"
    if [ "$#" -gt 0 ]; then
        run_in_image "$@"
    else
        run_in_image htx demo --stop
        say "Running the services of docker-compose.yaml"
        nice python3 tools/test_stack.py "$IMAGE"
    fi
    say "Done"
}

main "$@"
