#!/bin/sh
# As in the upstream image, by the same path, where it may add certificates first.
exec "$@"
