import { Global, Module, type DynamicModule } from '@nestjs/common';
import { RUNTIME, type Runtime } from '../runtime/runtime.js';
import { OpenApi } from './openapi/openapi.js';
import { OpenApiController } from './openapi/openapi-controller.js';
import { HealthController, MetricsController } from './system-controllers.js';

/** The root of every process: what the platform itself serves, and the parts that run in it. */
@Global()
@Module({})
export class PlatformModule {
  static around(parts: DynamicModule, runtime: Runtime): DynamicModule {
    return {
      module: PlatformModule,
      imports: [parts],
      controllers: [HealthController, MetricsController, OpenApiController],
      providers: [{ provide: RUNTIME, useValue: runtime }, OpenApi],
      exports: [RUNTIME, OpenApi],
    };
  }
}
