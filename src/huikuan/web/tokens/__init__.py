"""接口令牌: with which keys other systems come in."""
