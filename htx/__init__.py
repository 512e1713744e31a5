"""The thin door to the warehouse: settings, command line, local runtime, migrations."""
