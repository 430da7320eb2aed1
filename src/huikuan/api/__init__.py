"""The interface for systems: an ERP that delivers, a CRM that shows, a shop that asks. Version 1 only grows."""
