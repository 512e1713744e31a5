# The one image of every service of docker-compose.yaml. See docs/docker.md.
#
# BASE_IMAGE is any Debian-based image: one that brings its own Python (>= 3.11, < 3.14), or a bare Debian whose
# packages give it one.
ARG BASE_IMAGE=python:3.12-slim-bookworm
FROM ${BASE_IMAGE}

RUN set -eu; \
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then \
        apt-get update; \
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 python3-venv; \
        rm -rf /var/lib/apt/lists/*; \
    fi; \
    python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
        || { echo "BASE_IMAGE has $(python3 --version); Python 3.11, 3.12 or 3.13 is needed" >&2; exit 1; }

# Everything the services write lies under /var/lib/htx; a named volume mounted there inherits its owner.
RUN set -eu; \
    groupadd --gid 10001 htx; \
    useradd --uid 10001 --gid htx --home-dir /var/lib/htx --no-create-home --shell /usr/sbin/nologin htx; \
    install -d -o htx -g htx -m 0750 \
        /var/lib/htx /var/lib/htx/home /var/lib/htx/store /var/lib/htx/inbox /var/lib/htx/outbox

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LANG=C.UTF-8 \
    HTX_HOME=/var/lib/htx/home \
    HTX_STORE=/var/lib/htx/store \
    HTX_INBOX=/var/lib/htx/inbox \
    HTX_OUTBOX=/var/lib/htx/outbox \
    DO_NOT_TRACK=1

# The dependencies change rarely, so they are a layer of their own. A registry or proxy of your own comes in as the
# build secret "pip_config", a pip.conf, and leaves no trace in the image. The lock is complete, so pip has nothing to
# resolve (older ones refuse hashes for a package that another asks for with an extra).
COPY requirements.lock /opt/htx-warehouse/
RUN --mount=type=secret,id=pip_config,target=/run/secrets/pip_config \
    set -eu; \
    if [ -f /run/secrets/pip_config ]; then export PIP_CONFIG_FILE=/run/secrets/pip_config; fi; \
    python3 -m venv /opt/venv; \
    pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: \
        -r /opt/htx-warehouse/requirements.lock

# Editable, because the flows, the models and the seeds are read from the project's folder.
COPY . /opt/htx-warehouse
RUN set -eu; \
    pip install --no-cache-dir --disable-pip-version-check --no-index --no-deps --no-build-isolation \
        -e /opt/htx-warehouse; \
    python3 -m compileall -q /opt/htx-warehouse

WORKDIR /opt/htx-warehouse
USER htx
ENTRYPOINT ["/opt/htx-warehouse/docker/entrypoint.sh"]
CMD ["htx", "--help"]
