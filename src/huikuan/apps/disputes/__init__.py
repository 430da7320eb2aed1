"""What a customer disputes."""
