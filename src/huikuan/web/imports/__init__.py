"""导入: files sent, looked at, checked, imported, and imports taken back."""
