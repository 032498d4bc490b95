import { Button, FileButton } from '@mantine/core';

/** Reads hyper-parameters from a JSON file in TrainingArguments' words. */
export function RecipeFileButton({ onFile }: { readonly onFile: (file: File) => void }) {
  return (
    <FileButton
      accept="application/json,.json"
      inputProps={{ 'aria-label': 'Load recipe (file field)' }}
      onChange={(file) => {
        if (file !== null) onFile(file);
      }}
    >
      {({ onClick }) => (
        <Button size="xs" variant="default" onClick={onClick}>
          Load recipe
        </Button>
      )}
    </FileButton>
  );
}
