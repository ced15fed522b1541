import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../runtime/metrics.js';

/** Durations by route as declared, never by address: addresses hold ids. */
export function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  const duration = metrics.histogram('tributary_http_request_duration_seconds', 'Time from the head of a request to the end of its answer', ['method', 'route', 'status']);
  server.addHook('onResponse', (request, reply, done) => {
    duration.observe({ method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}
