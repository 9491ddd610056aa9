"""Access as code: who may do what on the cluster, from partners.toml and routes.toml alone."""
