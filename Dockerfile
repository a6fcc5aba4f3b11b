FROM python:3.13-slim
# The tools of PostgreSQL and rclone are for copies; tzdata and the rest of what the app needs come with requirements.txt.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client rclone \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 opsdesk \
    && install -d -o opsdesk -g opsdesk -m 700 /data
WORKDIR /opt/opsdesk
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY main.py .
COPY docs docs
COPY models models
COPY exports exports
COPY jobs jobs
COPY pages pages
USER opsdesk
ENV OPS_HOST=0.0.0.0 OPS_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=8)"]
ENTRYPOINT ["python", "main.py"]
