# shellcheck shell=bash disable=SC2034
# Names of the cluster and of the files that say which images it has. Sourced by whatever sources another part.

name=orderflow
node=$name-control-plane
record=/etc/orderflow.env          # in the node: what the cluster was made with
unfinished=$cache/$name.unfinished # there while the cluster is being created
table=ci/images/registry.yaml      # the images that the charts name
builders=ci/images/builders.yaml   # the images that make and carry the cluster
digests=${DIGESTS:-ci/images/digests.yaml}
