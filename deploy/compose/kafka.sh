#!/bin/bash
# Lays out an empty log folder that knows the super user's credential (salted, no password), then becomes the broker.
set -euo pipefail
properties=/tmp/server.properties
sed "s/@NODE@/${NODE:?which broker this is, 1 to 3}/g" /etc/raabta/kafka.properties > "$properties"
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --cluster-id "${CLUSTER_ID:?from secrets/cluster.env}" \
  --config "$properties" --add-scram "$(< /run/secrets/admin.scram)"
exec /opt/kafka/bin/kafka-server-start.sh "$properties"
