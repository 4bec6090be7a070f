FROM python:3.11-slim AS packages
COPY requirements/run.txt .
RUN python -m venv /srv/venv && /srv/venv/bin/pip install --no-cache-dir --require-hashes --requirement run.txt

FROM python:3.11-slim
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_COLLECTED=true MEDIA_ROOT=/srv/media
RUN useradd --system --home-dir /srv/portal portal
COPY --from=packages /srv/venv /srv/venv
WORKDIR /srv/portal
COPY . .
# The settings ask for a key before any command; nothing is signed here.
RUN SECRET_KEY=of-the-build-alone python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p var /srv/media && chown -R portal var /srv/media
USER portal
EXPOSE 8000
CMD ["gunicorn", "alliance.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--no-control-socket"]
HEALTHCHECK --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
