import { Controller, Get, Inject } from '@nestjs/common';
import { Access } from '../access.js';
import { OpenApi } from './openapi.js';

@Controller('api/openapi.json')
export class OpenApiController {
  constructor(@Inject(OpenApi) private readonly openApi: OpenApi) {}

  @Get()
  @Access('public')
  document(): Promise<object> {
    return this.openApi.document();
  }
}
