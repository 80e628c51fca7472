import contextvars
import json
import logging
import logging.config

current_id = contextvars.ContextVar("current_id", default="-")


class WithId(logging.Filter):
    def filter(self, record):
        record.request_id = current_id.get()
        return True


class Lines(logging.Formatter):
    def format(self, record):
        return json.dumps({"message": super().format(record), "id": record.request_id, "path": record.path})


def setup():
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"id": {"()": WithId}},
            "formatters": {"lines": {"()": Lines}},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "loggers": {"api": {"level": "DEBUG", "handlers": ["out"], "filters": ["id"], "propagate": False}},
        }
    )
