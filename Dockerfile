# The scoring service alone: its production modules and its sources, which Node runs as they are.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS modules
WORKDIR /app
# The lock file names every workspace, so npm wants their package files.
COPY package.json package-lock.json ./
COPY scoring-service/package.json scoring-service/package.json
COPY scoring-service/contract/package.json scoring-service/contract/package.json
COPY scoring-service/learning/package.json scoring-service/learning/package.json
COPY plugin/package.json plugin/package.json
COPY test/local-org/package.json test/local-org/package.json
# Without the root's own packages, so without a second Node.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace scoring-service --workspace scoring-service/contract --workspace scoring-service/learning
# What only browsers load.
RUN rm -rf node_modules/jsforce/dist node_modules/jsforce/browser

FROM ${NODE_IMAGE}
ENV NODE_ENV=production PLUMBLINE_HOST=0.0.0.0 PLUMBLINE_HEALTH_PORT=4791 PLUMBLINE_DATA=/var/lib/plumbline TMPDIR=/var/lib/plumbline
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY scoring-service scoring-service
RUN mkdir -p /var/lib/plumbline && chown node:node /var/lib/plumbline && chmod 0700 /var/lib/plumbline
USER node
VOLUME /var/lib/plumbline
EXPOSE 4790 4791
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:4791/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "scoring-service/src/main.ts"]
