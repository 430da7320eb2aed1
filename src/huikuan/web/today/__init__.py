"""今日: what is due now, how far one is, and with whom to begin."""
