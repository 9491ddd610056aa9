"""The shipped dashboards and rules, asked of a real Prometheus."""
