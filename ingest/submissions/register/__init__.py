"""The register of cooperatives ("Danh sách HTX"): one cooperative a row."""
