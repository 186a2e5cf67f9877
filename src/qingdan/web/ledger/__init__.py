"""The register's page on the desk. It stands on the web floor because it asks who is signed in; records may not."""
