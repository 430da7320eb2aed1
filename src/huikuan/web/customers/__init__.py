"""客户: everything known of one customer, and what is to be done next."""
