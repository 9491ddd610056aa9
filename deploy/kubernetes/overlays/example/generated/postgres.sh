#!/bin/bash
# Runs once, when the data folder is empty: a role and a database for each inbox, so that none can read another's.
set -euo pipefail
for file in /run/secrets/store_*; do
  url=$(< "$file") # postgresql+psycopg://role:password@postgres:5432/database
  role=${url#*://}
  password=${role#*:}
  role=${role%%:*}
  password=${password%%@*}
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set role="$role" --set password="$password" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
done
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --command "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC"
