"""What nobody would notice otherwise: a pipeline that stands still, a partner that fell silent, a credential near its end."""
