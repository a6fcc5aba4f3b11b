"""Own figures 自建指标: figures of the week that are made in the browser and join it as declared ones do."""
