"""Kubernetes manifests that follow from partners.toml and routes.toml: topics, users, a reader an inbox, the scaling."""
