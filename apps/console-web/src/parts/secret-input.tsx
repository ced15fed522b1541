import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { t } from '../texts/text';

/** A secret to type, with a button that shows it. A mistake is told to those who don't see as well. */
export function SecretInput(props: PasswordInputProps) {
  return <PasswordInput {...props} {...(props.error && { 'aria-invalid': true })} visibilityToggleButtonProps={{ 'aria-label': t('form.reveal') }} />;
}
