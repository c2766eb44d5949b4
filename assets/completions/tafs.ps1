# tafs: completions for PowerShell. In $PROFILE:
#   tafs completions powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName tafs -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    # The sign before the word keeps an empty one, which older versions don't hand over.
    $found = @(& tafs __complete powershell @words ('=' + $wordToComplete.Trim("'", '"')) 2>$null)
    foreach ($line in $found | Select-Object -Skip 1) {
        $value, $about = $line -split "`t", 2
        # Single quotes keep the shell from carrying out what a name holds.
        $text = $value
        if ($value -notmatch '^[A-Za-z0-9_./:=+-]+$') {
            $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($value) + "'"
        }
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
    }
    if ($found[0] -ne 'words') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
}
